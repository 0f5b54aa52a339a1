package dev.assent.dialer.engine.law;

import dev.assent.compliance.Campaign;
import dev.assent.compliance.Found;
import dev.assent.compliance.policy.Policy;
import dev.assent.compliance.policy.SectorKeys;
import dev.assent.compliance.script.PhraseHit;
import dev.assent.compliance.script.PhraseList;
import dev.assent.compliance.script.PhraseLists;
import dev.assent.compliance.script.Script;
import dev.assent.dialer.Exit;
import dev.assent.dialer.Message;
import dev.assent.dialer.UserError;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;

/** What may not be said: a script with such words is not taken, or not for that campaign (R38). */
public final class BannedWords {
  private final PhraseLists lists;

  public BannedWords(PhraseLists lists) {
    this.lists = lists;
  }

  /**
   * A script as submitted: with a finding for each word that another sector's list bans or that
   * only sounds like a banned one.
   *
   * @param sectors names of the lists that are law for it beside the general one
   * @throws UserError exit 3 naming segment, phrase, position, list and source
   */
  public Script checked(Script script, Collection<String> sectors) {
    Set<String> law = law(sectors);
    List<PhraseHit> hits = lists.hits(script);
    refuse(script, hits, law);
    List<Script.Finding> findings = new ArrayList<>(script.findings());
    for (PhraseHit hit : hits) {
      String kind =
          hit.soundsLike()
              ? "BANNED_BY_SOUND"
              : "BANNED_IN_" + hit.list().toUpperCase(Locale.ROOT).replace('-', '_');
      findings.add(new Script.Finding(hit.segment(), kind, hit.toString()));
    }
    return script.checked(findings, lists.versions());
  }

  /**
   * Whether a campaign may say a script: its packs name lists, are named as a list, or state the
   * phrases themselves.
   *
   * @throws UserError exit 3 when not
   */
  public void allow(Script script, Campaign campaign, Found<Policy> policy) {
    Set<String> stated =
        policy instanceof Found.Present(Policy found)
            ? found.get(SectorKeys.BANNED_PHRASES)
            : Set.of(); // without a policy R03 denies every call
    Set<String> sectors = new TreeSet<>(stated);
    sectors.addAll(campaign.packs());
    sectors.retainAll(lists.names());
    refuse(script, lists.hits(script), law(sectors));

    List<String> phrases = stated.stream().filter(text -> !sectors.contains(text)).toList();
    String packs = String.join("+", campaign.packs());
    PhraseList own = new PhraseList(1, packs, "sector.bannedPhrases of " + packs, phrases);
    refuse(script, PhraseLists.of(List.of(own)).hits(script), Set.of(packs));
  }

  private Set<String> law(Collection<String> sectors) {
    Set<String> law = new TreeSet<>(sectors);
    law.add(PhraseLists.GENERAL);
    Set<String> missing = new TreeSet<>(law);
    missing.removeAll(lists.names());
    if (!missing.isEmpty()) {
      throw new UserError(
          Exit.CONFIG,
          Message.of(
              "script.no_list", String.join(", ", missing), String.join(", ", lists.names())),
          null);
    }
    return law;
  }

  private static void refuse(Script script, List<PhraseHit> hits, Set<String> law) {
    List<PhraseHit> banned =
        hits.stream().filter(hit -> !hit.soundsLike() && law.contains(hit.list())).toList();
    if (!banned.isEmpty()) {
      throw new UserError(
          Exit.CONFIG,
          Message.of(
              "script.banned",
              script.id(),
              banned.stream().map(PhraseHit::toString).collect(Collectors.joining("; "))),
          null);
    }
  }
}
