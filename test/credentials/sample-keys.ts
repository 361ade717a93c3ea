/** The keys that tests use; none of them was ever real. */
export const adminKey = 'sk-admin-CANARYadmin0123456789abcdef';
export const otherAdminKey = 'sk-admin-CANARYother0123456789abcdef';
export const projectKey = 'sk-proj-CANARYproject0123456789abcdef';
export const otherProjectKey = 'sk-svcacct-CANARYservice0123456789';
export const legacyKey = 'sk-CANARYlegacy0123456789abcdef';
