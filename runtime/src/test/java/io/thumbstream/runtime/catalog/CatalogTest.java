package io.thumbstream.runtime.catalog;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.thumbstream.runtime.error.ConfigException;
import java.util.Map;
import org.assertj.core.api.InstanceOfAssertFactories;
import org.junit.jupiter.api.Test;

final class CatalogTest {
    private static final ObjectMapper JSON = new ObjectMapper();

    interface Shape {
        double area();
    }

    record Rectangle(double width, double height) {
        Rectangle {
            if (width <= 0) {
                throw new IllegalArgumentException("width is " + width + "; give a positive width");
            }
        }
    }

    private static Shape rectangle(Rectangle settings) {
        return () -> settings.width() * settings.height();
    }

    private final Catalog<Shape> catalog = Catalog.<Shape>of("shape")
            .add("rectangle", new Rectangle(2, 3), CatalogTest::rectangle)
            .add("unit-square", () -> () -> 1);

    @Test
    void shouldUseTheDefaultsWhenNothingIsOverlaid() {
        assertThat(catalog.create("rectangle").area()).isEqualTo(6);
        assertThat(catalog.create("unit-square").area()).isEqualTo(1);
        assertThat(catalog.names()).containsExactly("rectangle", "unit-square");
        assertThat(catalog.defaults("rectangle").path("height").doubleValue()).isEqualTo(3);
    }

    @Test
    void shouldKeepOtherDefaultsWhenOneSettingIsOverlaid() {
        assertThat(catalog.create(choice(Map.of("name", "rectangle", "width", 10)))
                        .area())
                .isEqualTo(30);
    }

    @Test
    void shouldSuggestTheNearestWhenNameOrKeyIsMisspelt() {
        assertThatThrownBy(() -> catalog.create("rectangel"))
                .isInstanceOf(ConfigException.class)
                .hasMessageContaining("did you mean 'rectangle'?");
        assertThatThrownBy(() -> catalog.create(choice(Map.of("name", "rectangle", "widht", 1))))
                .hasMessageContaining("widht is not a known key")
                .hasMessageContaining("did you mean 'width'?");
    }

    @Test
    void shouldReportEveryProblemWhenSeveralSettingsAreWrong() {
        assertThatThrownBy(() -> catalog.create(choice(Map.of("name", "rectangle", "depth", 1, "height", "tall"))))
                .isInstanceOfSatisfying(ConfigException.class, e -> assertThat(e.problems())
                        .hasSize(2)
                        .allSatisfy(problem -> assertThat(problem).startsWith("shape 'rectangle': ")));
    }

    @Test
    void shouldGiveTheReasonWhenAValueIsOutOfRange() {
        assertThat(catalog.problems(choice(Map.of("name", "rectangle", "width", -1))))
                .singleElement(InstanceOfAssertFactories.STRING)
                .contains("width is -1.0; give a positive width");
        assertThat(catalog.problems(TechniqueChoice.of("rectangle"))).isEmpty();
    }

    @Test
    void shouldRefuseRegistrationWhenTheNameIsTakenOrMalformed() {
        assertThatThrownBy(() -> catalog.add("rectangle", () -> () -> 0)).hasMessageContaining("is there already");
        assertThatThrownBy(() -> catalog.add("Bad_Name", () -> () -> 0)).hasMessageContaining("not kebab-case");
    }

    private static TechniqueChoice choice(Map<String, Object> tree) {
        return TechniqueChoice.fromTree(JSON.convertValue(tree, ObjectNode.class));
    }
}
