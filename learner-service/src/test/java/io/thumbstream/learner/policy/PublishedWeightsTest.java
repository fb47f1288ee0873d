package io.thumbstream.learner.policy;

import static org.assertj.core.api.Assertions.assertThat;

import io.thumbstream.learner.engine.StepContext;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class PublishedWeightsTest {
    private final PublishedWeights weights = new PublishedWeights();

    @Test
    void shouldKnowVersionZeroAtTheFirstStepOfAll() {
        assertThat(before(1, 0)).hasValue(0);
        assertThat(before(2, 0)).isEmpty();
    }

    @Test
    void shouldKnowAVersionAtTheStepAfterItsPublicationOnly() {
        assertThat(before(8, 3)).as("steps since version 3 are not known").isEmpty();
        assertThat(before(9, 4)).hasValue(4);
        assertThat(before(10, 4)).isEmpty();
        assertThat(before(11, 6)).hasValue(6);
    }

    @Test
    void shouldKnowNothingWhenOtherWeightsWereTaken() {
        assertThat(before(1, 0)).hasValue(0);
        weights.forget();
        assertThat(before(5, 2)).isEmpty();
        assertThat(before(6, 3)).hasValue(3);
    }

    private OptionalLong before(long step, long version) {
        return weights.before(new StepContext(step, 1, version));
    }
}
