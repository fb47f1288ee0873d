package io.thumbstream.launcher;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noFields;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget;
import com.tngtech.archunit.core.domain.JavaAccess;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaField;
import com.tngtech.archunit.core.domain.JavaModifier;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import java.util.regex.Pattern;

/** What a class may call, hold and be. */
final class CodeRules {
    private static final Set<String> FORBIDDEN = Set.of(
            "java.lang.System.currentTimeMillis",
            "java.lang.System.exit",
            "java.lang.Thread.sleep",
            "java.lang.Math.random",
            "java.time.Instant.now",
            "java.time.LocalDate.now",
            "java.time.LocalDateTime.now",
            "java.time.ZonedDateTime.now",
            "java.util.Random.<init>",
            "java.util.concurrent.ThreadLocalRandom.current",
            "java.util.UUID.randomUUID");
    private static final Set<String> CONSOLE = Set.of("java.lang.System.out", "java.lang.System.err");
    private static final Pattern CLIENT = Pattern.compile(
            "org\\.apache\\.kafka\\.(clients\\.(producer\\.KafkaProducer|consumer\\.KafkaConsumer)|streams\\.KafkaStreams)");
    private static final Set<String> MUTABLE = Set.of(
            "java.util.concurrent.atomic.AtomicInteger",
            "java.util.concurrent.atomic.AtomicLong",
            "java.util.concurrent.atomic.AtomicBoolean",
            "java.util.concurrent.atomic.AtomicReference",
            "java.util.concurrent.ConcurrentHashMap",
            "java.util.HashMap",
            "java.util.ArrayList",
            "ai.djl.ndarray.NDArray",
            "ai.djl.ndarray.NDManager");

    private CodeRules() {}

    /** Time, randomness, sleeping, exiting and the console belong to named shells; all else is given a clock and a seed. */
    static ArchRule noAmbientState(String... shells) {
        return noClasses()
                .that(notNamed(shells))
                .should(accessing("time, randomness, sleep, exit or the console", access -> {
                    String target = access.getTargetOwner().getFullName() + "."
                            + access.getTarget().getName();
                    boolean clockGiven = target.endsWith(".now") && takesClock(access);
                    return (FORBIDDEN.contains(target) && !clockGiven) || CONSOLE.contains(target);
                }));
    }

    /** Kafka clients are opened by services, wire packages, the runtime and the launcher. */
    static ArchRule clientsOnlyInShells() {
        return noClasses()
                .that()
                .resideOutsideOfPackages("..wire..", "io.thumbstream.runtime.kafka..", "io.thumbstream.launcher..")
                .and()
                .haveSimpleNameNotEndingWith("Service")
                .should(accessing(
                        "a Kafka client's constructor",
                        access -> access.getTarget().getName().equals("<init>")
                                && CLIENT.matcher(access.getTargetOwner().getFullName())
                                        .matches()));
    }

    /** {@code mul}, {@code div} and {@code pow} with a Java number make a constant that the native engine frees too early. */
    static ArchRule noNumberArithmetic(String... packages) {
        return noClasses()
                .that()
                .resideInAnyPackage(packages)
                .should(accessing("NDArray arithmetic with a Java number", access -> {
                    String name = access.getTarget().getName();
                    return access.getTargetOwner().getFullName().equals("ai.djl.ndarray.NDArray")
                            && Set.of("mul", "div", "pow", "muli", "divi", "powi")
                                    .contains(name)
                            && takes(access, "java.lang.Number");
                }))
                .allowEmptyShould(true);
    }

    /** {@code copyTo} and {@code set(values)} move an array into Java memory outside the heap, which is limited. */
    static ArchRule noMoveToJavaMemory(String... packages) {
        return noClasses()
                .that()
                .resideInAnyPackage(packages)
                .should(accessing("NDArray.copyTo, or NDArray.set of a whole array", access -> {
                    String name = access.getTarget().getName();
                    return access.getTargetOwner().getFullName().equals("ai.djl.ndarray.NDArray")
                            && (name.equals("copyTo")
                                    || name.equals("set") && !takes(access, "ai.djl.ndarray.index.NDIndex"));
                }))
                .because("that memory is limited and on no 64-byte boundary; use Owned")
                .allowEmptyShould(true);
    }

    /** Implementations of an extension interface are reached through its catalogue only. */
    static ArchRule closedImplementations(Class<?>... extensions) {
        Set<String> names =
                Set.of(java.util.Arrays.stream(extensions).map(Class::getName).toArray(String[]::new));
        return classes()
                .that(new DescribedPredicate<JavaClass>("implement an extension interface") {
                    @Override
                    public boolean test(JavaClass type) {
                        return !type.isInterface()
                                && !type.isAnonymousClass()
                                && type.getAllRawInterfaces().stream().anyMatch(i -> names.contains(i.getName()));
                    }
                })
                .should()
                .haveModifier(JavaModifier.FINAL)
                .andShould()
                .notBePublic()
                .allowEmptyShould(true);
    }

    /** Whoever holds native memory can be closed. */
    static ArchRule managersAreClosed() {
        return classes()
                .that(new DescribedPredicate<JavaClass>("hold an NDManager") {
                    @Override
                    public boolean test(JavaClass type) {
                        return !type.isRecord()
                                && type.getFields().stream()
                                        .anyMatch(field ->
                                                field.getRawType().getName().equals("ai.djl.ndarray.NDManager"));
                    }
                })
                .should()
                .implement(AutoCloseable.class)
                .allowEmptyShould(true);
    }

    /** Static fields are constants. */
    static ArchRule noStaticMutableState() {
        return noFields().that().areStatic().should(new ArchCondition<>("be mutable") {
            @Override
            public void check(JavaField field, ConditionEvents events) {
                boolean synthetic = field.getModifiers().contains(JavaModifier.SYNTHETIC)
                        || field.getName().startsWith("$");
                boolean mutable = !field.getModifiers().contains(JavaModifier.FINAL)
                        || MUTABLE.contains(field.getRawType().getName());
                events.add(new SimpleConditionEvent(
                        field, mutable && !synthetic, field.getFullName() + " is static and mutable"));
            }
        });
    }

    /** Types of java.io except the marker of serialisable classes and the unchecked wrapper. */
    static DescribedPredicate<JavaClass> javaIo() {
        return new DescribedPredicate<>("do input or output") {
            @Override
            public boolean test(JavaClass type) {
                return type.getPackageName().equals("java.io")
                        && !Set.of("Serializable", "UncheckedIOException").contains(type.getSimpleName());
            }
        };
    }

    private static DescribedPredicate<JavaClass> notNamed(String... names) {
        Set<String> shells = Set.of(names);
        return new DescribedPredicate<>("are not named shells") {
            @Override
            public boolean test(JavaClass type) {
                return shells.stream()
                        .noneMatch(shell ->
                                type.getName().equals(shell) || type.getName().startsWith(shell + "$"));
            }
        };
    }

    private static boolean takesClock(JavaAccess<?> access) {
        return takes(access, "java.time.Clock");
    }

    private static boolean takes(JavaAccess<?> access, String type) {
        return access.getTarget() instanceof AccessTarget.CodeUnitAccessTarget target
                && target.getRawParameterTypes().stream()
                        .anyMatch(parameter -> parameter.getName().equals(type));
    }

    private static ArchCondition<JavaClass> accessing(
            String what, java.util.function.Predicate<JavaAccess<?>> forbidden) {
        return new ArchCondition<>("use " + what) {
            @Override
            public void check(JavaClass type, ConditionEvents events) {
                type.getAccessesFromSelf().stream()
                        .filter(forbidden)
                        .forEach(access -> events.add(SimpleConditionEvent.satisfied(access, access.getDescription())));
            }
        };
    }
}
