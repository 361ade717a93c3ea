/** That no answer of a tool is larger than the budget, whoever wrote it: results, refusals and errors alike. */
import { type Budget, textFits } from '../tools/fit-budget.ts';
import { shortJson } from '../tools/shorten.ts';
import type { ToolResult } from './tool-result.ts';
import type { Question, ToolService } from './tool-service.ts';

/** A question is for a person, who has to see all of what they approve; it is kept short where it is written. */
export function boundedService(service: ToolService, budget: Budget): ToolService {
  return {
    ...service,
    call(name, given, caller, signal) {
      const answer = service.call(name, given, caller, signal);
      return 'unknownTool' in answer ? answer : answer.then((result) => bounded(result, budget));
    },
  };
}

function bounded(answer: ToolResult | Question, budget: Budget): ToolResult | Question {
  if ('ask' in answer) return answer;
  const content = answer.content.map(({ type, text }) => ({
    type,
    text: textFits(text, budget.maxTokens, budget) ? text : shortJson(JSON.parse(text), budget),
  }));
  return { ...answer, content };
}
