package io.thumbstream.lab.drive;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.ObjectMapper;
import io.thumbstream.lab.drive.Requests.Shown;
import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class RequestsTest {
    private static final String CHOICE =
            "{\"message\":{\"content\":\"pong\"},\"thumbstream\":{\"rollout_id\":\"g.0\",\"policy_version\":7%s}}";

    @Test
    void shouldReadWhetherPeopleAreAsked() throws IOException {
        assertThat(answers(",\"ask\":false"))
                .containsExactly(new Shown("g.0", "pong", 7, false, Optional.of("signed")));
        assertThat(answers(",\"ask\":true")).containsExactly(new Shown("g.0", "pong", 7, true, Optional.of("signed")));
        // a gateway that says nothing asks about everything
        assertThat(answers("")).containsExactly(new Shown("g.0", "pong", 7, true, Optional.of("signed")));
    }

    @Test
    void shouldReadWhetherAnswersAreComparedOnlyWhenAsked() throws IOException {
        assertThat(answers(",\"compare\":\"when-asked\""))
                .containsExactly(new Shown("g.0", "pong", 7, true, Optional.of("signed"), true));
        assertThat(answers(",\"compare\":\"at-once\""))
                .containsExactly(new Shown("g.0", "pong", 7, true, Optional.of("signed"), false));
    }

    private static List<Shown> answers(String more) throws IOException {
        String completion = "{\"choices\":[" + CHOICE.formatted(more) + "],\"thumbstream\":{\"receipt\":\"signed\"}}";
        return new Requests().answers(new ObjectMapper().readTree(completion));
    }
}
