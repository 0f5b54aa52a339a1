package dev.assent.dialer.cli.command;

import dev.assent.compliance.access.Role;
import java.lang.annotation.ElementType;
import java.lang.annotation.Retention;
import java.lang.annotation.RetentionPolicy;
import java.lang.annotation.Target;

/**
 * Who may give a command: one of these roles, or anybody when none is named. Every command carries
 * it; docs/roles.md shows the same as a table and a test compares the two.
 */
@Target(ElementType.TYPE)
@Retention(RetentionPolicy.RUNTIME)
public @interface Needs {
  Role[] value();
}
