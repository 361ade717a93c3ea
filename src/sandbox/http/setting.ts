/** Something that is there once and has no id: how it is shown, replaced and, where it can be, taken away. */
import type * as z from 'zod';
import type { Organization } from '../organization/organization.ts';
import { type Call, type Operation, operation, type Parent, type PathNames } from './operation.ts';

type Setting<Path extends string, Owner, Body extends z.ZodType> = {
  path: Path;
  parent: Parent<PathNames<Path>, Owner>;
  /** Throws 404 where it is not set. */
  show: (place: { organization: Organization; parent: Owner }) => unknown;
  body: Body;
  /** The answer is how the setting shows afterwards. */
  apply: (call: Call<Owner, unknown, z.output<Body>>) => void;
};

export function setting<const Path extends string, Owner, Body extends z.ZodType>({
  path,
  parent,
  show,
  body,
  apply,
}: Setting<Path, Owner, Body>): Operation[] {
  return [
    operation({ method: 'GET', path, parent, handle: show }),
    operation({
      method: 'POST',
      path,
      parent,
      body,
      handle(call) {
        apply(call);
        return show(call);
      },
    }),
  ];
}
