package dev.assent.testsip.fences;

import static com.tngtech.archunit.core.domain.JavaClass.Predicates.resideInAnyPackage;
import static com.tngtech.archunit.lang.conditions.ArchPredicates.are;
import static com.tngtech.archunit.lang.syntax.ArchRuleDefinition.classes;

import com.tngtech.archunit.base.DescribedPredicate;
import com.tngtech.archunit.core.domain.AccessTarget.CodeUnitAccessTarget;
import com.tngtech.archunit.core.domain.JavaClass;
import com.tngtech.archunit.core.domain.JavaCodeUnitAccess;
import com.tngtech.archunit.lang.ArchCondition;
import com.tngtech.archunit.lang.ConditionEvents;
import com.tngtech.archunit.lang.SimpleConditionEvent;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/**
 * What must survive a power cut reaches the disk through a port only, so that a test can drop and
 * tear whatever was not forced.
 */
@Timeout(120)
class InjectedFilesTest {
  /** The real ports. */
  private static final Set<String> DISKS =
      Set.of(
          "dev.assent.compliance.journal.DiskFiles",
          "dev.assent.compliance.suppression.DiskListFiles",
          "dev.assent.recorder.files.DiskFiles");

  @Test
  void journalAndRecorderTouchFilesThroughTheirPortsOnly() {
    classes()
        .that(
            are(
                resideInAnyPackage(
                        "dev.assent.compliance.journal..",
                        "dev.assent.compliance.suppression..",
                        "dev.assent.recorder..")
                    .and(DescribedPredicate.not(Outermost.isOneOf("the real ports", DISKS)))))
        .should(leaveFilesToThePort())
        .check(ProductionClasses.ALL);
  }

  private static ArchCondition<JavaClass> leaveFilesToThePort() {
    return new ArchCondition<>("leave files to the port") {
      @Override
      public void check(JavaClass type, ConditionEvents events) {
        for (JavaCodeUnitAccess<?> access : type.getCodeUnitAccessesFromSelf()) {
          if (touchesFiles(access.getTarget())) {
            events.add(SimpleConditionEvent.violated(access, access.getDescription()));
          }
        }
      }
    };
  }

  private static boolean touchesFiles(CodeUnitAccessTarget target) {
    return switch (target.getOwner().getFullName()) {
      case "java.nio.file.Files",
          "java.io.RandomAccessFile",
          "java.io.FileInputStream",
          "java.io.FileOutputStream",
          "java.io.FileReader",
          "java.io.FileWriter" ->
          true;
      case "java.nio.channels.FileChannel", "java.nio.channels.AsynchronousFileChannel" ->
          target.getName().equals("open");
      case "java.io.File" -> !target.getName().equals("<init>");
      default -> false;
    };
  }
}
