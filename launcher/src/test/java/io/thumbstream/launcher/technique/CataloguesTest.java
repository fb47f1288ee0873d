package io.thumbstream.launcher.technique;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import io.thumbstream.launcher.up.ThumbstreamSettings;
import io.thumbstream.runtime.catalog.Catalog;
import io.thumbstream.runtime.config.SettingsOutline;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** What every entry of every catalogue owes, whatever it does; what each kind owes besides is tested beside it. */
class CataloguesTest {
    static Stream<Arguments> entries() {
        return ExtensionPoint.all().stream()
                .flatMap(point -> point.catalog().names().stream().map(name -> Arguments.of(point, name)));
    }

    @Test
    void shouldKnowEveryCatalogueThereIs() {
        Set<Catalog<?>> known =
                ExtensionPoint.all().stream().map(ExtensionPoint::catalog).collect(Collectors.toSet());
        Set<Catalog<?>> found = new ClassFileImporter()
                        .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                        .importPackages("io.thumbstream")
                        .stream()
                        .flatMap(type -> type.getFields().stream())
                        .filter(field -> field.getRawType().isEquivalentTo(Catalog.class)
                                && field.getModifiers().contains(JavaModifier.STATIC))
                        .map(field -> read(field.reflect()))
                        .collect(Collectors.toSet());

        assertThat(found).isNotEmpty().isEqualTo(known);
    }

    private static Catalog<?> read(Field field) {
        try {
            return (Catalog<?>) field.get(null);
        } catch (IllegalAccessException e) {
            throw new IllegalStateException(field + " cannot be read; make catalogues public", e);
        }
    }

    @Test
    void shouldNameSettingsThatThereAre() {
        List<String> keys = SettingsOutline.of(ThumbstreamSettings.defaults()).stream()
                .map(SettingsOutline.Key::path)
                .toList();

        assertThat(ExtensionPoint.all()).allSatisfy(point -> assertThat(keys).containsAll(point.keys()));
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("entries")
    void shouldTakeItsOwnDefaultsAsAnOverlay(ExtensionPoint point, String name) {
        JsonNode defaults = point.catalog().defaults(name);
        Object made = point.catalog().create(name, defaults);

        assertThat(made).isInstanceOf(point.type()).isNotSameAs(point.catalog().create(name, defaults));
        assertThat(Modifier.isFinal(made.getClass().getModifiers()))
                .as("%s is final", made.getClass())
                .isTrue();
    }

    @ParameterizedTest(name = "{1}")
    @MethodSource("entries")
    void shouldBeExplained(ExtensionPoint point, String name) {
        TechniqueCard card = TechniqueCard.named(name).stream()
                .filter(each -> each.point().kind().equals(point.kind()))
                .findFirst()
                .orElseThrow();

        assertThat(card.explanation().summary())
                .endsWith(".")
                .isNotEqualTo(Explanation.none().summary());
        assertThat(card.settings())
                .allSatisfy(key -> assertThat(card.explanation().settings().get(key.path()))
                        .as(key.path())
                        .isNotBlank());
    }

    @Test
    void shouldTellFormulaSourceAndRemarksApart() {
        assertThat(TechniqueCard.named("grpo"))
                .singleElement()
                .satisfies(card -> assertThat(card.explanation().source()).contains("arXiv 2402.03300"))
                .satisfies(card -> assertThat(card.explanation().formula()).startsWith("`A_i = (r_i - b_i) / s`"))
                .satisfies(card -> assertThat(card.explanation().remarks()).startsWith("Ours floors"));
    }
}
