package dev.signalbox.contracts.testing;

import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;
import com.tngtech.archunit.lang.ArchRule;
import com.tngtech.archunit.lang.syntax.ArchRuleDefinition;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/** What may depend on what inside a service. */
public final class ArchitectureRules {

    private static final Pattern ADAPTER = Pattern.compile(".*\\.adapter\\.(\\w+)(\\..*)?");

    private ArchitectureRules() {}

    /** Checks the main classes below a package against all rules. */
    public static void check(String root) {
        JavaClasses classes = new ClassFileImporter()
                .withImportOption(ImportOption.Predefined.DO_NOT_INCLUDE_TESTS)
                .importPackages(root);
        if (classes.isEmpty()) {
            throw new AssertionError("no classes in " + root + ": the rules would check nothing");
        }
        rules(root).forEach(rule -> rule.allowEmptyShould(true).check(classes));
    }

    /** The rules for a service whose packages begin with {@code root}. */
    public static List<ArchRule> rules(String root) {
        return List.of(domainIsPlain(root), appKnowsNoAdapter(root), adaptersDoNotKnowEachOther(root));
    }

    /** {@code domain}: Java, contracts, nullness annotations, and JSON trees that pass through unread. */
    public static ArchRule domainIsPlain(String root) {
        return ArchRuleDefinition.classes()
                .that()
                .resideInAPackage(root + ".domain..")
                .should()
                .onlyDependOnClassesThat()
                .resideInAnyPackage(
                        root + ".domain..",
                        "dev.signalbox.contracts..",
                        "dev.signalbox.sandbox",
                        "java..",
                        "org.jspecify..",
                        "com.fasterxml.jackson.databind",
                        "com.fasterxml.jackson.databind.node",
                        "com.fasterxml.jackson.annotation");
    }

    /** {@code app} has ports; who implements them is not its business. */
    public static ArchRule appKnowsNoAdapter(String root) {
        return ArchRuleDefinition.noClasses()
                .that()
                .resideInAnyPackage(root + ".app..", root + ".domain..")
                .should()
                .dependOnClassesThat()
                .resideInAPackage(root + ".adapter..");
    }

    /** One technology each. */
    public static ArchRule adaptersDoNotKnowEachOther(String root) {
        return ArchRuleDefinition.noClasses()
                .that()
                .resideInAPackage(root + ".adapter..")
                .should(new com.tngtech.archunit.lang.ArchCondition<>("depend on another adapter") {
                    @Override
                    public void check(JavaClass item, com.tngtech.archunit.lang.ConditionEvents events) {
                        item.getDirectDependenciesFromSelf().stream()
                                .filter(dependency -> otherAdapter(item, dependency.getTargetClass()))
                                .forEach(dependency ->
                                        events.add(com.tngtech.archunit.lang.SimpleConditionEvent.satisfied(
                                                dependency, dependency.getDescription())));
                    }
                });
    }

    private static boolean otherAdapter(JavaClass from, JavaClass to) {
        String own = adapter(from);
        String other = adapter(to);
        return own != null && other != null && !own.equals(other);
    }

    private static @Nullable String adapter(JavaClass type) {
        Matcher matcher = ADAPTER.matcher(type.getPackageName());
        return matcher.matches() ? matcher.group(1) : null;
    }
}
