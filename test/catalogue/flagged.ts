/** Orders and concealments that scanners of tool descriptions report as an attack on the model. */
export const FLAGGED = [
  /\byou (must|should|have to|need to)\b/i,
  /\b(always|never) (call|use|tell|ask|mention)\b/i,
  /\bdo(n't| not) (tell|mention|reveal|inform|ask|show)\b/i,
  /\b(ignore|disregard|forget|override) (all|any|the|previous|other)\b/i,
  /\b(before|instead of) (using|calling) (any|every|all)\b/i,
  /\bimportant\b|<[a-z_/]+>|system prompt|\bsecretly\b|\bsilently\b/i,
];
