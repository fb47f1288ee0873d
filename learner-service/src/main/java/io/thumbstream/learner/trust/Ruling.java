package io.thumbstream.learner.trust;

/**
 * What was decided, and about whom.
 *
 * @param person pseudonymous key
 * @param decision what holds of the person's votes from then on
 */
public record Ruling(String person, Decision decision) {
    public Ruling {
        if (person.isBlank()) {
            throw new IllegalArgumentException("A decision names nobody; give the key of the person");
        }
    }
}
