/**
 * Users, roles and approvals: who may do what.
 *
 * <p>No keys are held here, and no command line is known.
 */
@NullMarked
package dev.assent.compliance.access;

import org.jspecify.annotations.NullMarked;
