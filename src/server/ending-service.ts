/** After the end of access every call is refused with the reason, and on record; the list stays as it was. */
import type { WriteGuard } from '../calls/prepared-write.ts';
import type { AccessEnd } from '../model/access-end.ts';
import type { ToolNames } from './tool-names.ts';
import { type Mark, refusalOf } from './tool-result.ts';
import type { ToolService } from './tool-service.ts';

export type EndingInputs = {
  service: ToolService;
  access: AccessEnd;
  guard: Pick<WriteGuard, 'recordRefusal'>;
  names: ToolNames;
  mark: Mark;
};

/** An answer to a question that was asked before the end is a call as well. */
export function endingService({ service, access, guard, names, mark }: EndingInputs): ToolService {
  async function refuse(...[name, given, caller]: Parameters<ToolService['call']>) {
    await guard.recordRefusal(names.bare(name) ?? name, given, caller, 'refused', access.reason);
    return refusalOf(`${access.reason} Nothing was sent.`, mark);
  }
  return {
    ...service,
    call: (...call) => (access.isOver() ? refuse(...call) : service.call(...call)),
    instructions(findTools) {
      const usual = service.instructions(findTools);
      return access.isOver() ? `${access.reason} Until then every call is refused. ${usual}` : usual;
    },
  };
}
