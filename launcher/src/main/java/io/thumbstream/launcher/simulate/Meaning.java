package io.thumbstream.launcher.simulate;

import java.util.List;

/**
 * A vote in numbers, said once more without the interpreters' code.
 *
 * @param answers what it speaks about; of an edit, the edited text before the answer
 */
record Meaning(double value, double weight, List<String> answers) {

    static Meaning of(Step.Vote vote) {
        double number = vote.value().orElse(Double.NaN);
        return switch (vote.kind()) {
            case "rating" -> new Meaning(number, 1, vote.targets());
            case "edit" -> {
                String answer = vote.targets().get(0);
                boolean changed = !vote.text().strip().equals(Intake.textOf(answer));
                yield new Meaning(changed ? 1 : 0.5, changed ? 1 : 0, List.of(answer + "#" + vote.id(), answer));
            }
            default -> new Meaning((number + 1) / 2, 1, vote.targets());
        };
    }

    @Override
    public String toString() {
        return "value=" + value + " weight=" + weight + " answers=" + answers;
    }
}
