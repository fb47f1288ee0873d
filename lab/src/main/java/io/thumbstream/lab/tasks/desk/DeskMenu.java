package io.thumbstream.lab.tasks.desk;

import io.thumbstream.runtime.random.SeededRandom;
import java.util.ArrayList;
import java.util.List;
import java.util.OptionalInt;

/**
 * Where the buttons lead: to each wish belong two to five clicks, which nobody is told.
 *
 * <p>A click is right when it brings the goal nearer: the next one of the wish's clicks, or {@code undo} where a wrong one was made last. A person
 * who watches takes over with probability {@code AT_WRONG} from a wrong click and {@code AT_RIGHT} from a right one, and clicks instead. Immutable.
 *
 * @param paths clicks to the goal of each wish, buttons from 0
 */
public record DeskMenu(List<List<Integer>> paths) {
    static final double AT_WRONG = 0.95;
    static final double AT_RIGHT = 0.05;
    /** Share of screens on which a wrong click was made last. */
    static final double ASTRAY = 0.25;

    static final int SHORTEST = 2;
    static final int LONGEST = 5;

    public DeskMenu {
        paths = paths.stream().map(List::copyOf).toList();
        boolean sound = paths.size() == DeskWords.WISHES
                && paths.stream().allMatch(path -> path.size() >= SHORTEST && path.size() <= LONGEST);
        if (!sound) {
            throw new IllegalArgumentException("a menu has " + DeskWords.WISHES + " paths of " + SHORTEST + " to "
                    + LONGEST + " clicks, not " + paths);
        }
    }

    /** The menu of a bed. */
    public static DeskMenu draw(long bedSeed) {
        SeededRandom random = new SeededRandom(bedSeed).child("desk-menu");
        List<List<Integer>> paths = new ArrayList<>();
        for (int wish = 0; wish < DeskWords.WISHES; wish++) {
            List<Integer> path = new ArrayList<>();
            int length = SHORTEST + random.nextInt(LONGEST - SHORTEST + 1);
            for (int click = 0; click < length; click++) {
                path.add(random.nextInt(DeskWords.BUTTONS));
            }
            paths.add(path);
        }
        return new DeskMenu(paths);
    }

    /** A screen somewhere on the way to a wish, now and then after a wrong click; buttons stand in any order. */
    public DeskScreen screen(SeededRandom random) {
        int wish = random.nextInt(DeskWords.WISHES);
        List<Integer> path = paths.get(wish);
        int done = random.nextInt(path.size());
        List<Integer> clicks = new ArrayList<>(path.subList(0, done));
        if (random.nextDouble() < ASTRAY) {
            clicks.add((path.get(done) + 1 + random.nextInt(DeskWords.BUTTONS - 1)) % DeskWords.BUTTONS);
        }
        int[] order = new int[DeskWords.BUTTONS];
        for (int button = 0; button < order.length; button++) {
            order[button] = button;
        }
        random.shuffle(order);
        List<Integer> shown = new ArrayList<>();
        for (int button : order) {
            shown.add(button);
        }
        return new DeskScreen(wish, shown, clicks);
    }

    /**
     * Id of the right click.
     *
     * @throws IllegalArgumentException on a screen whose goal is reached, where there is none
     */
    public int right(DeskScreen screen) {
        List<Integer> path = paths.get(screen.wish());
        int done = screen.clicks().size();
        boolean onTheWay = done <= path.size() && path.subList(0, done).equals(screen.clicks());
        if (onTheWay && done == path.size()) {
            throw new IllegalArgumentException("the goal of " + screen + " is reached; nothing is left to click");
        }
        return onTheWay ? DeskWords.button(path.get(done)) : DeskWords.UNDO;
    }

    /** Whether an answer is the right click and nothing else; from its end token on nothing counts. */
    public boolean right(DeskScreen screen, int[] answer) {
        return click(answer) == right(screen);
    }

    /** The one id of an answer before its end, or -1 where there are more or none. */
    private static int click(int[] answer) {
        boolean one =
                answer.length > 0 && answer[0] != DeskWords.END && (answer.length == 1 || answer[1] == DeskWords.END);
        return one ? answer[0] : -1;
    }

    /**
     * Id of what a watching person clicks in place of an answer; empty when nobody takes over. It may be what the answer clicked.
     *
     * @param quality probability that the person's click is right, in [0, 1]; else it is a wrong one other than that of the answer
     */
    public OptionalInt takeOver(DeskScreen screen, int[] answer, double quality, SeededRandom random) {
        boolean right = right(screen, answer);
        if (random.nextDouble() >= (right ? AT_RIGHT : AT_WRONG)) {
            return OptionalInt.empty();
        }
        return OptionalInt.of(random.nextDouble() < quality ? right(screen) : wrong(screen, click(answer), random));
    }

    /** Id of a wrong click other than {@code taken}, drawn uniformly. */
    int wrong(DeskScreen screen, int taken, SeededRandom random) {
        int right = right(screen);
        List<Integer> wrong = new ArrayList<>();
        for (int id = DeskWords.UNDO; id <= DeskWords.button(DeskWords.BUTTONS - 1); id++) {
            if (id != right && id != taken) {
                wrong.add(id);
            }
        }
        return wrong.get(random.nextInt(wrong.size()));
    }
}
