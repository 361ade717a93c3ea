/** Reading a project template for a call: what is wrong with it is told like any other argument. */
import type { Host } from '../host/host.ts';
import { SettingsError } from '../settings/settings-error.ts';
import type { SpecDocument } from '../specs/spec-document.ts';
import { SpecError } from '../specs/spec-error.ts';
import { ArgumentError } from '../tools/argument-error.ts';

/** Loaded when a call names a template, since most servers never read YAML. */
export function templateReader(host: Host): (name: string) => Promise<SpecDocument> {
  return async (name) => {
    const { readTemplate } = await import('../configuration/project-templates.ts');
    try {
      return readTemplate(name, 'template', host);
    } catch (error) {
      if (error instanceof SettingsError || error instanceof SpecError) {
        throw new ArgumentError(error.message.split('\n'));
      }
      throw error;
    }
  };
}
