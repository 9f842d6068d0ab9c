package org.hotline12348.core.architecture;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAPackage;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.dependencies.SlicesRuleDefinition.slices;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.JavaCall;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.importer.ImportOption.DoNotIncludeTests;
import com.tngtech.archunit.junit.AnalyzeClasses;
import com.tngtech.archunit.junit.ArchTest;
import com.tngtech.archunit.lang.ArchRule;
import java.util.Set;
import org.jspecify.annotations.NullMarked;

/** The rules of the house that the compiler does not keep. */
@AnalyzeClasses(packages = "org.hotline12348", importOptions = DoNotIncludeTests.class)
class ArchitectureTest {
    private static final String[] PURE = {
        "org.hotline12348.scheduler.calendar",
        "org.hotline12348.scheduler.roster",
        "org.hotline12348.scheduler.change",
        "org.hotline12348.ivr.cel",
        "org.hotline12348.core.call",
    };
    private static final Set<String> UNWANTED_ENDINGS =
            Set.of("Impl", "Manager", "Helper", "Util", "Utils", "DTO", "Dto");

    @ArchTest
    static final ArchRule theSchedulerKnowsNobody = noClasses()
            .that()
            .resideInAPackage("org.hotline12348.scheduler..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.hotline12348.core..", "org.hotline12348.ivr..");

    @ArchTest
    static final ArchRule theAdapterKnowsNobody = noClasses()
            .that()
            .resideInAPackage("org.hotline12348.ivr..")
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage("org.hotline12348.core..", "org.hotline12348.scheduler..");

    @ArchTest
    static final ArchRule asteriskJavaStaysInItsPackages = noClasses()
            .that()
            .resideOutsideOfPackages("org.hotline12348.ivr.asterisk..", "org.hotline12348.ivr.agi..")
            .should()
            .dependOnClassesThat()
            .resideInAPackage("org.asteriskjava..");

    @ArchTest
    static final ArchRule pureRoomsUseNoFramework = noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .dependOnClassesThat()
            .resideInAnyPackage(
                    "io.vertx..", "io.netty..", "java.sql..", "java.net.http..", "org.flywaydb..", "org.postgresql..");

    @ArchTest
    static final ArchRule pureRoomsAskNoClockAndNoChance = noClasses()
            .that()
            .resideInAnyPackage(PURE)
            .should()
            .callMethodWhere(asksClockOrChance())
            .allowEmptyShould(true)
            .because("time and chance come in as arguments (STYLE 2)");

    @ArchTest
    static final ArchRule namesSayWhatAThingIs = classes()
            .that()
            .areTopLevelClasses()
            .should(new com.tngtech.archunit.lang.ArchCondition<JavaClass>("not end in " + UNWANTED_ENDINGS) {
                @Override
                public void check(JavaClass type, com.tngtech.archunit.lang.ConditionEvents events) {
                    if (UNWANTED_ENDINGS.stream().anyMatch(type.getSimpleName()::endsWith)) {
                        events.add(com.tngtech.archunit.lang.SimpleConditionEvent.violated(
                                type, type.getName() + " says what it is for a programmer, not for the domain"));
                    }
                }
            });

    @ArchTest
    static final ArchRule onlyTheProgramMakesTheProgram = noClasses()
            .that()
            .resideOutsideOfPackage("org.hotline12348.core.app..")
            .should()
            .dependOnClassesThat(resideInAPackage("org.hotline12348.core.app.."));

    @ArchTest
    static final ArchRule everyPackageIsNullMarked = classes()
            .that()
            .haveSimpleName("package-info")
            .should()
            .beAnnotatedWith(NullMarked.class)
            .because("absence is an Optional, and NullAway keeps the rest");

    @ArchTest
    static final ArchRule leavesHaveNoCyclesBetweenTheirRooms =
            slices().matching("org.hotline12348.scheduler.(*)..").should().beFreeOfCycles();

    @ArchTest
    static final ArchRule coreHasNoCyclesBetweenItsRooms =
            slices().matching("org.hotline12348.core.(*)..").should().beFreeOfCycles();

    private static DescribedPredicate<JavaCall<?>> asksClockOrChance() {
        return DescribedPredicate.describe("asks a clock or chance", call -> {
            String owner = call.getTargetOwner().getName();
            String method = call.getTarget().getName();
            boolean now = owner.startsWith("java.time.")
                    && method.equals("now")
                    && call.getTarget().getRawParameterTypes().isEmpty();
            boolean system = owner.equals("java.lang.System")
                    && (method.equals("currentTimeMillis") || method.equals("nanoTime"));
            boolean clock = owner.equals("java.time.Clock") && method.startsWith("system");
            boolean chance = owner.equals("java.lang.Math") && method.equals("random")
                    || owner.equals("java.util.UUID") && method.equals("randomUUID")
                    || owner.equals("java.util.concurrent.ThreadLocalRandom") && method.equals("current");
            return now || system || clock || chance;
        });
    }
}
