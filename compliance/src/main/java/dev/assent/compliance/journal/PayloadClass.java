package dev.assent.compliance.journal;

/** Who may read a payload and what ends it (docs/FORMAT-journal.md, "Payloads"). */
enum PayloadClass {
  PERSON(1),
  REFUSAL(2),
  OPERATIONAL(3),
  ACTOR(4);

  final int code;

  PayloadClass(int code) {
    this.code = code;
  }
}
