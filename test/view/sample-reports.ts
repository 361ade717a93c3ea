/** Reports in the form of docs/reports.md, for drawing. */

export const COSTS = {
  period: { from: '2026-11-01', to: '2026-11-29', today_so_far: null },
  compared_with: { from: '2026-10-01', to: '2026-10-29' },
  currency: 'usd',
  total: 18402.113409,
  before: 16091.0925,
  moved: 2311.020909,
  columns: ['project', 'id', 'state', 'amount', 'share_percent', 'before', 'moved'],
  rows: [
    ['chatbot-prod', 'proj_1', 'active', 9000.1, 48.9, 8000, 1000.1],
    ['old prototype', 'proj_2', 'archived', '4501.000000000000000001', 24.5, 4500, '1.000000000000000001'],
    [null, 'proj_3', 'deleted', -12.5, -0.1, 0, -12.5],
  ],
  rest: { rows: 4, amount: 312.0445 },
  not_attributed: 3.21,
  moved_most: {
    columns: ['project', 'id', 'state', 'amount', 'before', 'moved'],
    rows: [['chatbot-prod', 'proj_1', 'active', 9000.1, 8000, 1000.1]],
  },
  forecast: { month_end: 19822, low: 19360, high: 20410, method: 'Estimate: spent, and each day left.' },
  complete: true,
  note: '2026-11-28 may still grow.',
};

export const DAYS = {
  period: { from: '2026-11-01', to: '2026-11-06' },
  currency: 'usd',
  total: 60.5,
  columns: ['day', 'amount', 'share_percent'],
  rows: [
    ['2026-11-01', 10.5, 17.4],
    ['2026-11-02', 20, 33.1],
    ['2026-11-05', 30, 49.6],
  ],
  rest: { rows: 0, amount: 0 },
  not_attributed: 0,
  complete: true,
};

export const USAGE = {
  category: 'completions',
  period: { from: '2026-11-01', to: '2026-11-29', today_so_far: { requests: 7, input_tokens: 70 } },
  totals: { requests: 300, input_tokens: 1234567890 },
  columns: ['model', 'requests', 'input_tokens', 'retires'],
  rows: [
    ['gpt-a', 200, 234567890, null],
    ['gpt-b', 100, 1000000000, '2026-12-11'],
  ],
  rest: { rows: 0, requests: 0, input_tokens: 0 },
  not_attributed: { requests: 0, input_tokens: 0 },
  retiring: {
    as_of: '2026-10-28',
    source: 'developers.openai.com',
    columns: ['model', 'date', 'project', 'key', 'owner', 'requests'],
    rows: [['gpt-b', '2026-12-11', 'chatbot-prod', 'key_1', 'ana@example.com', 100]],
  },
  other_categories: { images: { images: 12 } },
  complete: true,
};
