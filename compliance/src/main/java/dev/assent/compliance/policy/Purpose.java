package dev.assent.compliance.policy;

/** What a call is for. Closed, without a wildcard (R23). */
public enum Purpose {
  MARKETING,
  SERVICE,
  CALLBACK,
  CONSULT,
  SURVEY,
  NOTIFICATION,
  COLLECTION
}
