package dev.assent.dialer.simulate;

import java.util.List;

/**
 * What the simulated people and their carrier do: parts of 1, unless it says otherwise. The shares
 * of one group need not add up to 1; the rest is what the last of the group says.
 *
 * @param answered of the calls that reach a telephone, by hour of the day where the person is
 * @param busy of those that are not answered; the others ring out
 * @param machines of the answers: a voice mailbox, which presses no key
 * @param agree of the people who answer: 1 after the question
 * @param refuse 0
 * @param optOut 9
 * @param hangUp before they have chosen
 * @param wrongKeys keys without a meaning; all other people press nothing
 * @param regret of those who agreed: 0 or 9 while the message is played, or they hang up
 * @param noKeyPath of the answers: telephones whose keys cannot be heard
 * @param unreachable of the calls: no such number, or switched off
 * @param unwanted of the calls: 607
 * @param blocked of the calls: 608
 * @param congested of the calls: 503 by the carrier
 * @param lost of the calls: nobody ever answers the INVITE
 * @param outagesPerDay of the carrier, in which every call gets 503
 * @param outageMinutes how long one of them is
 * @param lettersPerDay opt-outs that come by mail, of people of the list
 * @param crashesPerDay of the engine's machine
 * @param restartSeconds until it runs again
 */
public record Habits(
    List<Double> answered,
    double busy,
    double machines,
    double agree,
    double refuse,
    double optOut,
    double hangUp,
    double wrongKeys,
    double regret,
    double noKeyPath,
    double unreachable,
    double unwanted,
    double blocked,
    double congested,
    double lost,
    double outagesPerDay,
    int outageMinutes,
    double lettersPerDay,
    double crashesPerDay,
    int restartSeconds) {

  private static final int HOURS = 24;

  public Habits {
    answered = List.copyOf(answered);
    if (answered.size() != HOURS) {
      throw new IllegalArgumentException("answered: a part of 1 for each of 24 hours");
    }
  }

  /** A public as operators tell of it; no crash. */
  public static final Habits USUAL =
      new Habits(
          List.of(
              0.02, 0.02, 0.02, 0.02, 0.02, 0.05, 0.10, 0.20, 0.28, 0.34, 0.38, 0.38, 0.33, 0.32,
              0.36, 0.37, 0.38, 0.42, 0.46, 0.48, 0.44, 0.30, 0.15, 0.05),
          0.15,
          0.18,
          0.22,
          0.18,
          0.05,
          0.25,
          0.03,
          0.12,
          0.004,
          0.05,
          0.001,
          0.002,
          0.005,
          0.001,
          0.1,
          15,
          1,
          0,
          60);

  /** The same people, whose engine's machine dies so often a day. */
  public Habits withCrashes(double perDay) {
    return new Habits(
        answered,
        busy,
        machines,
        agree,
        refuse,
        optOut,
        hangUp,
        wrongKeys,
        regret,
        noKeyPath,
        unreachable,
        unwanted,
        blocked,
        congested,
        lost,
        outagesPerDay,
        outageMinutes,
        lettersPerDay,
        perDay,
        restartSeconds);
  }
}
