package dev.assent.dialer.campaign;

import dev.assent.compliance.Campaign.State;

/**
 * What may be done with a campaign where it stands: draft → submitted → approved → running, and
 * from there paused, draining, stopped or finished. The register allows no other way either.
 */
public final class CampaignLife {
  private CampaignLife() {}

  /** What somebody wants to do with it. */
  public enum Deed {
    SUBMIT,
    APPROVE,
    SET_SCRIPT,
    RUN,
    PAUSE,
    RESUME,
    DRAIN,
    STOP
  }

  /**
   * @param dialling whether a run of it is under way in this engine
   */
  public static boolean may(Deed deed, State state, boolean dialling) {
    return switch (state) {
      case DRAFT -> deed == Deed.SUBMIT || deed == Deed.SET_SCRIPT;
      case SUBMITTED -> deed == Deed.APPROVE || deed == Deed.SET_SCRIPT;
      case APPROVED -> deed == Deed.RUN || deed == Deed.STOP || deed == Deed.SET_SCRIPT;
      case RUNNING ->
          switch (deed) {
            case RUN, PAUSE, STOP -> true;
            case DRAIN -> dialling;
            case SET_SCRIPT -> !dialling;
            case SUBMIT, APPROVE, RESUME -> false;
          };
      case PAUSED ->
          switch (deed) {
            case RUN, RESUME, STOP -> true;
            case DRAIN -> dialling;
            case SET_SCRIPT -> !dialling;
            case SUBMIT, APPROVE, PAUSE -> false;
          };
      // Without a run it was cut off while its last calls went on: as good as paused.
      case DRAINING ->
          switch (deed) {
            case STOP -> true;
            case RUN, SET_SCRIPT -> !dialling;
            case SUBMIT, APPROVE, PAUSE, RESUME, DRAIN -> false;
          };
      // The second stop ends talks too.
      case STOPPED -> deed == Deed.STOP && dialling;
      case FINISHED -> false;
    };
  }

  /** The command that helps whoever wanted something else. */
  public static String next(State state, String name, boolean dialling) {
    return switch (state) {
      case DRAFT -> "assent campaign submit " + name;
      case SUBMITTED -> "assent campaign approve " + name;
      case APPROVED -> "assent campaign plan " + name;
      case RUNNING ->
          dialling ? "assent campaign status " + name + " --why" : "assent campaign run " + name;
      case PAUSED -> dialling ? "assent campaign resume " + name : "assent campaign run " + name;
      case DRAINING -> dialling ? "assent campaign status " + name : "assent campaign run " + name;
      case STOPPED, FINISHED -> "assent campaign report " + name;
    };
  }
}
