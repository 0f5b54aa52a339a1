package dev.assent.compliance.intake;

/** How carefully a field is to be handled. A higher class is more sensitive. */
public enum DataClass {
  /** Says nothing about a person. */
  L1,
  /** About a person, and of little use to others. */
  L2,
  /** Names or reaches a person. */
  L3,
  /** Identity and bank-card numbers, health: never taken in here. */
  L4
}
