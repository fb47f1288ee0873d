package io.thumbstream.lab.tasks.desk;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * What somebody sees who has to click next.
 *
 * @param wish what is wished for, from 0
 * @param shown the buttons, from 0, in the order in which they are shown
 * @param clicks buttons clicked so far and not taken back, oldest first
 */
public record DeskScreen(int wish, List<Integer> shown, List<Integer> clicks) {
    private static final int BEFORE_CLICKS = DeskWords.BUTTONS + 2;

    public DeskScreen {
        shown = List.copyOf(shown);
        clicks = List.copyOf(clicks);
        boolean known = wish >= 0
                && wish < DeskWords.WISHES
                && clicks.stream().allMatch(each -> each >= 0 && each < DeskWords.BUTTONS);
        if (!known || !shown.stream().sorted().toList().equals(buttons())) {
            throw new IllegalArgumentException("a screen has one of " + DeskWords.WISHES + " wishes and each of "
                    + DeskWords.BUTTONS + " buttons once, not " + wish + ", " + shown + " and " + clicks);
        }
    }

    private static List<Integer> buttons() {
        List<Integer> buttons = new ArrayList<>();
        for (int button = 0; button < DeskWords.BUTTONS; button++) {
            buttons.add(button);
        }
        return buttons;
    }

    /**
     * The screen with these token ids, as {@link #tokens} gives them.
     *
     * @throws IllegalArgumentException when they are not a wish, six buttons, and clicks between separators
     */
    public static DeskScreen of(int[] tokens) {
        boolean framed = tokens.length > BEFORE_CLICKS
                && tokens[BEFORE_CLICKS - 1] == DeskWords.SEPARATOR
                && tokens[tokens.length - 1] == DeskWords.SEPARATOR;
        if (!framed) {
            throw new IllegalArgumentException(
                    "a screen is a wish, the buttons and the clicks between separators, not the tokens "
                            + Arrays.toString(tokens));
        }
        return new DeskScreen(
                DeskWords.wishOf(tokens[0]),
                buttonsOf(tokens, 1, BEFORE_CLICKS - 1),
                buttonsOf(tokens, BEFORE_CLICKS, tokens.length - 1));
    }

    private static List<Integer> buttonsOf(int[] tokens, int from, int to) {
        return Arrays.stream(tokens, from, to).map(DeskWords::buttonOf).boxed().toList();
    }

    /** Its token ids: wish, buttons as shown, separator, clicks, separator. */
    public int[] tokens() {
        List<Integer> tokens = new ArrayList<>();
        tokens.add(DeskWords.wish(wish));
        shown.forEach(button -> tokens.add(DeskWords.button(button)));
        tokens.add(DeskWords.SEPARATOR);
        clicks.forEach(button -> tokens.add(DeskWords.button(button)));
        tokens.add(DeskWords.SEPARATOR);
        return tokens.stream().mapToInt(Integer::intValue).toArray();
    }
}
