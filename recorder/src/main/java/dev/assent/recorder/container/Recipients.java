package dev.assent.recorder.container;

/**
 * To whom every recording is sealed. There is no recording without a recovery key: a lost role key
 * would take them all along.
 *
 * @param role the QA role
 * @param recovery the offline recovery key
 */
public record Recipients(RolePublicKey role, RolePublicKey recovery) {
  public Recipients {
    if (role.equals(recovery)) {
      throw new IllegalArgumentException("The recovery key must be another than the role's");
    }
  }
}
