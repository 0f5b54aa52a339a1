package dev.assent.compliance;

import java.time.Instant;
import java.util.Optional;
import java.util.UUID;

/**
 * One contact in a plan.
 *
 * @param facts absent when the contact was erased or could not be read
 * @param decision what the gate says at the instant of the plan; a permit in it is used up
 * @param nextLawful the first instant at which no rule would object if nothing but time changed;
 *     empty when there is none ahead, or it lies beyond the calendars that are loaded
 */
public record Outlook(
    UUID contactId, Found<Facts> facts, Decision decision, Optional<Instant> nextLawful) {}
