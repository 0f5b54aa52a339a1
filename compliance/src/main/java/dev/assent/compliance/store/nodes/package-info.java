/**
 * Engines that share a database (X-19, R34): who lives, who was fenced out, who looks at which
 * contact, who may use how much of a trunk, and how a home moves in with all it has. PostgreSQL
 * only.
 *
 * <p>Nothing about calls or persons, but for whose calls must end everywhere.
 */
@NullMarked
package dev.assent.compliance.store.nodes;

import org.jspecify.annotations.NullMarked;
