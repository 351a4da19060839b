/**
 * What can switch in a synapse:
 *
 * - potentiation, depression: calcium above theta_p, theta_d (I_THPOT, I_THDEP)
 * - tag: h - h_0 above theta_tag, so that z grows if there is protein; depressing-tag: h_0 - h above it, so that z falls
 * - protein: available; never again not
 * - lower-limit, upper-limit: v_h held by 0 V or the supply
 * - rest: v_h held at V_H0 by the recovery, which acts towards it from both sides
 */
export type Switch =
  | "potentiation"
  | "depression"
  | "tag"
  | "depressing-tag"
  | "protein"
  | "lower-limit"
  | "upper-limit"
  | "rest";
