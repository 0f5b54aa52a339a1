/**
 * The database itself: its file and its server, connections, statements, the schema and its
 * migrations, and what may go wrong with them.
 *
 * <p>Knows no table but those of the schema's history and of its own checks; what stands in the
 * others is for the other rooms.
 */
@NullMarked
package dev.assent.compliance.store.sql;

import org.jspecify.annotations.NullMarked;
