package gramflow.house;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.Dependency;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import gramflow.backend.Backends;
import java.util.List;
import org.junit.jupiter.api.Test;

import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.noClasses;
import static com.tngtech.archunit.library.GeneralCodingRules.NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS;
import static org.assertj.core.api.Assertions.assertThat;

/** Packages import downwards only, and a few names stay where they belong. */
class ImportOrderTest {
    /** From the top down: each package may import those after it. docs/architecture.md says what each is for. */
    private static final List<String> FLOORS = List.of("lazy", "rate", "flow", "problem", "gram", "spectrum", "model", "io", "matrix",
            "backend",
            "kernel", "machine", "memory");

    private static final JavaClasses CORE = new ClassFileImporter().importPath(FreshJvm.folderOf(Backends.class));

    @Test
    void everyPackageStandsOnAFloor() {
        assertThat(CORE).isNotEmpty().filteredOn(c -> !c.getSimpleName().equals("module-info"))
                .allSatisfy(c -> assertThat(floor(c)).as(c.getName()).isNotNegative());
    }

    @Test
    void packagesImportDownwardsOnly() {
        classes().should(importDownwardsOnly()).check(CORE);
    }

    @Test
    void onlyBackendReachesIntoKernel() {
        noClasses().that().resideOutsideOfPackages("gramflow.backend..", "gramflow.kernel..").should().dependOnClassesThat()
                .resideInAPackage("gramflow.kernel..").because("kernels trust their arguments, and backend is the door to them")
                .check(CORE);
    }

    @Test
    void onlyKernelNamesTheVectorApi() {
        noClasses().that().resideOutsideOfPackage("gramflow.kernel..").should().dependOnClassesThat().resideInAPackage("jdk.incubator..")
                .because("a class that names it cannot be loaded where the module is missing").check(CORE);
    }

    @Test
    void nothingPrints() {
        NO_CLASSES_SHOULD_ACCESS_STANDARD_STREAMS.check(CORE);
    }

    @Test
    void nothingEndsTheProcess() {
        noClasses().should().callMethod(System.class, "exit", int.class).orShould().callMethod(Runtime.class, "halt", int.class)
                .check(CORE);
    }

    @Test
    void coreNeedsNothingButTheJdk() {
        classes().should()
                .onlyDependOnClassesThat(new DescribedPredicate<JavaClass>("belong to Gramflow, the JDK or the nullness annotations") {
                    @Override
                    public boolean test(JavaClass c) {
                        String name = c.getBaseComponentType().getPackageName();
                        return c.getBaseComponentType().isPrimitive()
                                || name.matches("(gramflow|java|jdk|com\\.sun\\.(management|nio\\.file)|org\\.jspecify)(\\..*)?");
                    }
                }).check(CORE);
    }

    private static ArchCondition<JavaClass> importDownwardsOnly() {
        return new ArchCondition<>("import downwards only: " + String.join(" > ", FLOORS)) {
            @Override
            public void check(JavaClass c, ConditionEvents events) {
                for (Dependency dependency : c.getDirectDependenciesFromSelf()) {
                    int target = floor(dependency.getTargetClass().getBaseComponentType());
                    if (target >= 0 && target < floor(c)) {
                        events.add(SimpleConditionEvent.violated(c, dependency.getDescription()));
                    }
                }
            }
        };
    }

    /** Number of a class's floor, counted from the top; −1 if it stands on none. */
    private static int floor(JavaClass c) {
        String[] parts = c.getPackageName().split("\\.", -1);
        return parts.length > 1 && parts[0].equals("gramflow") ? FLOORS.indexOf(parts[1]) : -1;
    }
}
