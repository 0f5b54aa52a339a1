package dev.assent.testsip.fences;

import com.tngtech.archunit.core.domain.JavaClasses;
import com.tngtech.archunit.core.importer.ClassFileImporter;
import com.tngtech.archunit.core.importer.ImportOption;

/** The classes that ship, of all modules: what the fences look at. Read once, shared by all. */
final class ProductionClasses {
  private static final ImportOption NOT_TESTS =
      location -> !location.contains("/test-classes/") && !location.contains("-tests.jar");

  static final JavaClasses ALL =
      new ClassFileImporter().withImportOption(NOT_TESTS).importPackages("dev.assent");

  private ProductionClasses() {}
}
