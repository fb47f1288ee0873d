package io.thumbstream.runtime.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import io.thumbstream.runtime.error.ConfigException;
import org.junit.jupiter.api.Test;

/** Plug-ins that the class path of these tests names under {@code META-INF/services}. */
final class PlugInTest {
    interface Bell {
        int strokes();
    }

    interface Drum {
        int beats();
    }

    record ChimeSettings(int strokes) {}

    /** A plug-in as an outside library has it. */
    public static final class Chimes implements CatalogExtension<Bell> {
        @Override
        public Class<Bell> type() {
            return Bell.class;
        }

        @Override
        public Catalog<Bell> extend(Catalog<Bell> base) {
            return base.add("chime", new ChimeSettings(4), settings -> settings::strokes);
        }
    }

    /** A plug-in that takes a name which is taken. */
    public static final class SecondDrum implements CatalogExtension<Drum> {
        @Override
        public Class<Drum> type() {
            return Drum.class;
        }

        @Override
        public Catalog<Drum> extend(Catalog<Drum> base) {
            return base.add("snare", () -> () -> 2);
        }
    }

    @Test
    void shouldFindTheTechniqueOfAPlugInAndOverlayItsSettings() {
        Catalog<Bell> bells =
                Catalog.<Bell>of("bell").add("gong", () -> () -> 1).withExtensions(Bell.class);

        assertThat(bells.names()).containsExactly("gong", "chime");
        assertThat(bells.create("chime").strokes()).isEqualTo(4);
        assertThat(bells.create("chime", JsonNodeFactory.instance.objectNode().put("strokes", 7))
                        .strokes())
                .isEqualTo(7);
    }

    @Test
    void shouldLeaveACatalogueAloneWhenNoPlugInIsForIt() {
        Catalog<Runnable> runs = Catalog.<Runnable>of("run").withExtensions(Runnable.class);

        assertThat(runs.names()).isEmpty();
    }

    @Test
    void shouldRefuseToStartWithTheNameOfThePlugInWhenItsNameIsTaken() {
        Catalog<Drum> drums =
                Catalog.<Drum>of("drum").add("snare", () -> () -> 1).withExtensions(Drum.class);

        assertThatThrownBy(() -> drums.create("snare"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining(SecondDrum.class.getName())
                .hasMessageContaining("drum 'snare' is there already; choose another name");
        assertThat(drums.problems(TechniqueChoice.of("snare"))).hasSize(1);
    }

    @Test
    void shouldSuggestTheNameOfAPlugInWhenItIsMisspelt() {
        Catalog<Bell> bells = Catalog.<Bell>of("bell").withExtensions(Bell.class);

        assertThatThrownBy(() -> bells.create("chimes")).hasMessageContaining("did you mean 'chime'?");
    }
}
