package io.thumbstream.model.reward;

import java.util.Arrays;
import java.util.List;

/**
 * Rows padded to one length, and where in each the answer begins.
 *
 * @param rows prompt and answer of each
 * @param time length of the longest, tokens
 */
record PrefixBatch(List<RewardTokens.Row> rows, int time) {
    PrefixBatch {
        rows = List.copyOf(rows);
    }

    /** The batch of at least one row. */
    static PrefixBatch of(List<RewardTokens.Row> rows) {
        int time = rows.stream()
                .mapToInt(row -> row.prompt().length + row.response().length)
                .max()
                .orElseThrow();
        return new PrefixBatch(rows, time);
    }

    /** Token ids, {@code [row][time]} in one array, padded right with id 0, which nothing before it can see. */
    long[] ids() {
        long[] ids = new long[rows.size() * time];
        for (int i = 0; i < rows.size(); i++) {
            int at = i * time;
            for (int[] part : List.of(rows.get(i).prompt(), rows.get(i).response())) {
                for (int id : part) {
                    ids[at++] = id;
                }
            }
        }
        return ids;
    }

    /**
     * The places of each row from its last prompt token on; those behind its end are padding.
     *
     * @param places scores behind every place, {@code [row x time][member]}
     * @return {@code [row][answer tokens so far][member]}, from none to all
     */
    double[][][] prefixes(double[][] places) {
        double[][][] prefixes = new double[rows.size()][][];
        for (int i = 0; i < prefixes.length; i++) {
            int first = i * time + rows.get(i).prompt().length - 1;
            prefixes[i] =
                    Arrays.copyOfRange(places, first, first + 1 + rows.get(i).response().length);
        }
        return prefixes;
    }
}
