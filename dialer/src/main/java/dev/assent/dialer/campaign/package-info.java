/**
 * Campaigns: plan, pacing, run, report.
 *
 * <p>Who may be called is the gate's answer; no SIP here.
 */
@NullMarked
package dev.assent.dialer.campaign;

import org.jspecify.annotations.NullMarked;
