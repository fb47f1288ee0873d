package io.thumbstream.learner.replay;

import io.thumbstream.runtime.catalog.Experimental;
import io.thumbstream.runtime.random.SeededRandom;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.IntStream;

/**
 * Fills a step by shares: groups that a person judged, newest groups, and the rest from all that wait.
 *
 * <p>Of {@code n} groups at least {@code ceil(min-real-share n)} were judged by a person, as far as so many wait; within the judged and within the others,
 * {@code round(fresh-share)} of each part are its newest groups and the rest are drawn uniformly without replacement. Source: the mix of
 * Mutual-Taught for Co-adapting Policy and Reward Models, 2025, arXiv 2506.06292, whose loop amplifies what the reward model over-values once its own
 * judgement makes up most of what it learns from; the even mix of old and new experience of Ball et al., Efficient Online
 * Reinforcement Learning with Offline Data, 2023, arXiv 2302.02948. Ours tells real from own judgement by whether a person said anything
 * about an answer of the group.
 *
 * <p>Use where thumbs are rare and most rewards are the reward model's. Where fewer judged groups wait than asked for, all of them are taken.
 */
@Experimental
final class MixtureSelector implements ReplaySelector {
    /**
     * @param minRealShare least share of groups that a person judged, in [0, 1]
     * @param freshShare share of the newest groups, in [0, 1]; the others are drawn from all that wait
     */
    record Settings(double minRealShare, double freshShare) {
        Settings {
            if (!(minRealShare >= 0 && minRealShare <= 1) || !(freshShare >= 0 && freshShare <= 1)) {
                throw new IllegalArgumentException("min-real-share is " + minRealShare + " and fresh-share "
                        + freshShare + "; choose from 0 to 1");
            }
        }
    }

    private final Settings settings;

    MixtureSelector(Settings settings) {
        this.settings = settings;
    }

    @Override
    public List<Integer> select(List<Candidate> candidates, int count, long seed) {
        int size = Math.min(count, candidates.size());
        SeededRandom random = new SeededRandom(seed);
        List<Integer> newestFirst = IntStream.range(0, candidates.size())
                .mapToObj(i -> candidates.size() - 1 - i)
                .toList();
        List<Integer> real =
                newestFirst.stream().filter(i -> candidates.get(i).judged()).toList();
        int leastReal = Math.min(real.size(), (int) Math.ceil(settings.minRealShare() * size));
        Set<Integer> chosen = new LinkedHashSet<>(part(real, leastReal, random));
        List<Integer> rest =
                newestFirst.stream().filter(i -> !chosen.contains(i)).toList();
        chosen.addAll(part(rest, size - leastReal, random));
        return List.copyOf(chosen);
    }

    /** {@code count} of {@code newestFirst}: the fresh share of them from its head, the others at random. */
    private List<Integer> part(List<Integer> newestFirst, int count, SeededRandom random) {
        int fresh = (int) Math.round(settings.freshShare() * count);
        List<Integer> part = new ArrayList<>(newestFirst.subList(0, fresh));
        int[] others = newestFirst.subList(fresh, newestFirst.size()).stream()
                .mapToInt(Integer::intValue)
                .toArray();
        random.shuffle(others);
        for (int i = 0; i < count - fresh; i++) {
            part.add(others[i]);
        }
        return part;
    }
}
