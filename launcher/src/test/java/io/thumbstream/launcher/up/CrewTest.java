package io.thumbstream.launcher.up;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.thumbstream.runtime.error.ConfigException;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.Test;

class CrewTest {
    @Test
    void shouldRunWorkSideBySideWhenEachWaitsForTheOther() {
        CountDownLatch both = new CountDownLatch(2);
        try (Crew crew = new Crew()) {
            CompletableFuture<String> left = crew.begin(() -> meet(both, "left"));
            CompletableFuture<String> right = crew.begin(() -> meet(both, "right"));

            assertThat(Crew.result(left)).isEqualTo("left");
            assertThat(Crew.result(right)).isEqualTo("right");
        }
    }

    @Test
    void shouldThrowWhatTheWorkThrewWhenItFails() {
        try (Crew crew = new Crew()) {
            CompletableFuture<String> work = crew.begin(() -> refuse(new IllegalStateException("no broker")));

            assertThatThrownBy(() -> Crew.result(work))
                    .isInstanceOf(IllegalStateException.class)
                    .hasMessage("no broker");
        }
    }

    @Test
    void shouldNameEveryProblemAtOnceWhenSettingsAreAtFault() {
        try (Crew crew = new Crew()) {
            List<CompletableFuture<Void>> work = List.of(
                    crew.begin(() -> fail(new ConfigException("port 1 is in use"))),
                    crew.begin(() -> {}),
                    crew.begin(() -> fail(new ConfigException("port 2 is in use"))));

            assertThatThrownBy(() -> Crew.all(work))
                    .isInstanceOfSatisfying(ConfigException.class, failure -> assertThat(failure.problems())
                            .containsExactly("port 1 is in use", "port 2 is in use"));
        }
    }

    @Test
    void shouldThrowTheFailureThatIsNotOfTheSettingsWhenThereAreBoth() {
        ConfigException settings = new ConfigException("port 1 is in use");
        IllegalStateException defect = new IllegalStateException("defect");
        try (Crew crew = new Crew()) {
            List<CompletableFuture<Void>> work =
                    List.of(crew.begin(() -> fail(settings)), crew.begin(() -> fail(defect)));

            assertThatThrownBy(() -> Crew.all(work)).isSameAs(defect).hasSuppressedException(settings);
        }
    }

    @Test
    void shouldEndItsWorkBeforeItIsClosed() {
        AtomicBoolean over = new AtomicBoolean();
        CountDownLatch begun = new CountDownLatch(1);
        try (Crew crew = new Crew()) {
            CompletableFuture<Void> unused = crew.begin(() -> {
                begun.countDown();
                over.set(true);
            });
        }
        assertThat(begun.getCount()).isZero();
        assertThat(over).isTrue();
    }

    private static String meet(CountDownLatch both, String name) {
        both.countDown();
        try {
            both.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
        return name;
    }

    private static String refuse(RuntimeException failure) {
        throw failure;
    }

    private static void fail(RuntimeException failure) {
        throw failure;
    }
}
