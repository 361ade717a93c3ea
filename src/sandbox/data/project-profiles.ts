/** Which projects the fictitious company has, how old they are and which service accounts they use. */

export type ProjectProfile = {
  name: string;
  createdDaysAgo: number;
  archivedDaysAgo?: number;
  residency?: string;
  memberCount: number;
  serviceAccounts: string[];
};

/** The first is the default project. Two share a name, one of them archived; one name is not ASCII. */
export const PROJECT_PROFILES: readonly ProjectProfile[] = [
  profile('Default project', 740, 0, []),
  profile('Data-Science', 640, 9, ['etl-batch', 'notebook-runner', 'feature-store', 'report-writer']),
  profile('Customer-Support-Bot', 610, 8, ['prod-backend', 'staging-backend', 'ticket-triage', 'ci-cd']),
  { ...profile('Document-Intake', 560, 4, []), archivedDaysAgo: 45 },
  profile('Marketing-Gen', 520, 6, ['campaign-writer', 'asset-pipeline']),
  profile('Legal-Contract-Review', 480, 5, ['clause-extractor', 'prod-api']),
  { ...profile('Hackathon-Winter', 420, 7, []), archivedDaysAgo: 260 },
  profile('Mobile-App', 395, 7, ['ios-gateway', 'android-gateway']),
  profile('Search-Relevance', 330, 5, ['indexer', 'reranker']),
  profile('Voice-Agent', 285, 5, ['call-router', 'transcriber']),
  profile('Image-Studio', 240, 4, ['render-queue', 'prod-api']),
  profile('Internal-Tools', 215, 10, ['slack-assistant', 'code-review-bot']),
  { ...profile('Übersetzung-Beta', 160, 4, ['translator', 'ci-cd']), residency: 'EU_STORAGE_PROCESSING' },
  profile('Fraud-Signals', 130, 5, ['scoring-service', 'backtest']),
  profile('Nightly-Evals', 95, 5, ['eval-runner', 'ci-cd']),
  profile('Document-Intake', 44, 4, ['scanner', 'prod-api']),
];

function profile(
  name: string,
  createdDaysAgo: number,
  memberCount: number,
  serviceAccounts: string[],
): ProjectProfile {
  return { name, createdDaysAgo, memberCount, serviceAccounts };
}
