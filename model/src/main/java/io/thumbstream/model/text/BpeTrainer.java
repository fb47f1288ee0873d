package io.thumbstream.model.text;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Trainer of a byte-level BPE vocabulary.
 *
 * <p>Begins with the special tokens and the 256 bytes, then repeatedly joins the most frequent adjacent pair inside the
 * pieces of GPT-2's pre-tokenisation. Ties go to the pair with the lower ids, so equal corpora give equal vocabularies on
 * every platform. Source: Sennrich, Haddow and Birch, Neural Machine Translation of Rare Words with Subword Units, 2016,
 * arXiv 1508.07909.
 */
public final class BpeTrainer {
    private static final Pattern PIECES = Pattern.compile(
            "'s|'t|'re|'ve|'m|'ll|'d| ?\\p{L}+| ?\\p{N}+| ?[^\\s\\p{L}\\p{N}]+|\\s+(?!\\S)|\\s+",
            Pattern.UNICODE_CHARACTER_CLASS);
    private static final int MIN_COUNT = 2;

    private final List<int[]> words = new ArrayList<>();
    private final List<Integer> counts = new ArrayList<>();
    private final List<String> symbols = new ArrayList<>();
    private final List<BpeVocabulary.Merge> merges = new ArrayList<>();

    private BpeTrainer() {}

    /**
     * Trains on a corpus.
     *
     * @param corpus texts; their order does not matter
     * @param vocabularySize wanted number of ids, at least the special tokens and 256 bytes; the result is smaller when
     *     no pair occurs twice any more
     */
    public static BpeVocabulary train(Collection<String> corpus, int vocabularySize) {
        int least = ChatFormat.SPECIAL_TOKENS.size() + 256;
        if (vocabularySize < least) {
            throw new IllegalArgumentException("A vocabulary of " + vocabularySize
                    + " cannot hold the special tokens and all bytes; ask for at least " + least);
        }
        BpeTrainer trainer = new BpeTrainer();
        trainer.readWords(corpus);
        while (trainer.symbols.size() < vocabularySize && trainer.mergeBest()) {
            // one more symbol
        }
        return new BpeVocabulary(trainer.symbols, trainer.merges);
    }

    private void readWords(Collection<String> corpus) {
        symbols.addAll(ChatFormat.SPECIAL_TOKENS);
        int firstByte = symbols.size();
        int[] idOfSymbol = new int[1 << 10];
        for (int b = 0; b < 256; b++) {
            idOfSymbol[ByteAlphabet.symbol(b)] = firstByte + b;
            symbols.add(String.valueOf(ByteAlphabet.symbol(b)));
        }
        Map<String, Integer> pieces = new TreeMap<>();
        for (String text : corpus) {
            Matcher matcher = PIECES.matcher(text);
            while (matcher.find()) {
                pieces.merge(matcher.group(), 1, Integer::sum);
            }
        }
        pieces.forEach((piece, count) -> {
            words.add(
                    ByteAlphabet.symbols(piece).chars().map(c -> idOfSymbol[c]).toArray());
            counts.add(count);
        });
    }

    private boolean mergeBest() {
        Map<Long, Integer> pairs = new HashMap<>();
        for (int w = 0; w < words.size(); w++) {
            int[] word = words.get(w);
            int count = counts.get(w);
            for (int i = 0; i + 1 < word.length; i++) {
                pairs.merge(pair(word[i], word[i + 1]), count, Integer::sum);
            }
        }
        long best = -1;
        int bestCount = MIN_COUNT - 1;
        for (var entry : pairs.entrySet()) {
            int count = entry.getValue();
            long pair = entry.getKey();
            if (count > bestCount || (count == bestCount && best >= 0 && pair < best)) {
                best = pair;
                bestCount = count;
            }
        }
        if (best < 0) {
            return false;
        }
        join((int) (best >> Integer.SIZE), (int) best);
        return true;
    }

    private void join(int left, int right) {
        int joined = symbols.size();
        merges.add(new BpeVocabulary.Merge(symbols.get(left), symbols.get(right)));
        symbols.add(symbols.get(left) + symbols.get(right));
        words.replaceAll(word -> joined(word, left, right, joined));
    }

    private static int[] joined(int[] word, int left, int right, int joined) {
        int[] result = new int[word.length];
        int length = 0;
        for (int i = 0; i < word.length; i++) {
            if (i + 1 < word.length && word[i] == left && word[i + 1] == right) {
                result[length++] = joined;
                i++;
            } else {
                result[length++] = word[i];
            }
        }
        return length == word.length ? word : Arrays.copyOf(result, length);
    }

    private static long pair(int left, int right) {
        return (long) left << Integer.SIZE | right;
    }
}
