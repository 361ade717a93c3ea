/** Modules as a new process has them, for each test file: some remember what they saw, such as secrets. */
import { vi } from 'vitest';

vi.resetModules();
