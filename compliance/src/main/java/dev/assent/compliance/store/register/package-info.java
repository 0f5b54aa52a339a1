/**
 * What stands for every call: the registers (campaigns, scripts, sources, caller numbers, licences,
 * users, law in force) with their approvals, holds, and gaps in what this home knows.
 *
 * <p>Nothing about any one person.
 */
@NullMarked
package dev.assent.compliance.store.register;

import org.jspecify.annotations.NullMarked;
