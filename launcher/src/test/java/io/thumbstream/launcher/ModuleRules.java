package io.thumbstream.launcher;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.library.Architectures;
import java.util.ArrayList;
import java.util.List;

/** Who may know whom: modules, packages of a module, and the libraries that stay out of some of them. */
final class ModuleRules {
    /** Module packages below {@code io.thumbstream}. */
    static final List<String> MODULES = List.of(
            "schemas",
            "runtime",
            "model",
            "generator",
            "reward",
            "learner",
            "gateway",
            "lab",
            "launcher",
            "examples",
            "bench");

    private static final String ROOT = "io.thumbstream.";
    /** The reward learner's core lies beside its objectives and writes its own part of a checkpoint. */
    private static final String CHECKPOINTED = "(RewardCore|RewardCoreState)";

    private static final List<String> SERVICES = List.of("generator", "reward", "learner", "gateway", "lab");

    private ModuleRules() {}

    /** Services meet only in topics; leaves know nothing of ours; nobody depends on the roofs. */
    static ArchRule layers() {
        Architectures.LayeredArchitecture layers =
                Architectures.layeredArchitecture().consideringOnlyDependenciesInAnyPackage("io.thumbstream..");
        for (String module : MODULES) {
            layers = layers.optionalLayer(module).definedBy(ROOT + module + "..");
        }
        for (String service : SERVICES) {
            layers = layers.whereLayer(service).mayOnlyBeAccessedByLayers("launcher", "examples", "bench");
        }
        return layers.whereLayer("launcher")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("examples")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("bench")
                .mayNotBeAccessedByAnyLayer()
                .whereLayer("schemas")
                .mayNotAccessAnyLayer()
                .whereLayer("runtime")
                .mayNotAccessAnyLayer()
                .whereLayer("model")
                .mayNotAccessAnyLayer()
                .whereLayer("model")
                .mayOnlyBeAccessedByLayers("generator", "reward", "learner", "lab", "launcher", "examples", "bench");
    }

    /** Packages of one module form no cycle. */
    static ArchRule noCycles(String module) {
        return slices().matching(module + ".(**)").should().beFreeOfCycles().allowEmptyShould(true);
    }

    /** Libraries that a module must never see. */
    static List<ArchRule> foreignLibraries() {
        List<ArchRule> rules = new ArrayList<>();
        rules.add(never("schemas", "ai.djl..", "org.apache.kafka.streams.."));
        rules.add(never("runtime", "ai.djl..", "org.apache.avro.."));
        rules.add(never("model", "org.apache.kafka..", "org.apache.avro..", "io.micrometer.."));
        rules.add(never("gateway", "ai.djl..", "org.apache.kafka.streams.."));
        rules.add(never("generator", "org.apache.kafka.streams.."));
        rules.add(never("learner", "org.apache.kafka.streams.."));
        return rules;
    }

    /** Generated records stay where they are read and written. */
    static ArchRule avroOnlyOnTheWire() {
        return noClasses()
                .that()
                .resideOutsideOfPackages("..wire..", "io.thumbstream.schemas..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage("io.thumbstream.schemas.avro..")
                .because("everything else uses our own records, so that a schema change stays small");
    }

    /** Technique packages are pure: no broker, no network, no files, no metrics. */
    static ArchRule pureTechniques(String... packages) {
        return noClasses()
                .that()
                .resideInAnyPackage(packages)
                .and()
                .haveNameNotMatching(".*\\." + CHECKPOINTED + "(\\$.*)?")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(
                        "org.apache.kafka..",
                        "org.apache.avro..",
                        "io.vertx..",
                        "com.sun.net.httpserver..",
                        "java.net..",
                        "java.nio.file..",
                        "io.micrometer..",
                        "io.thumbstream.schemas..")
                .orShould()
                .dependOnClassesThat(CodeRules.javaIo())
                .because("techniques are pure functions behind a thin shell")
                .allowEmptyShould(true);
    }

    /** Classes in {@code internal} packages are used by their own module alone. */
    static List<ArchRule> internalPackages() {
        return MODULES.stream()
                .<ArchRule>map(module -> classes()
                        .that()
                        .resideInAPackage(ROOT + module + "..internal..")
                        .should()
                        .onlyBeAccessed()
                        .byAnyPackage(ROOT + module + "..")
                        .allowEmptyShould(true))
                .toList();
    }

    private static ArchRule never(String module, String... libraries) {
        return noClasses()
                .that()
                .resideInAPackage(ROOT + module + "..")
                .should()
                .dependOnClassesThat()
                .resideInAnyPackage(libraries)
                .allowEmptyShould(true);
    }
}
