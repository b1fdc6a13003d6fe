/** Whether this is a machine on which all must be there that tests need; a newcomer need not have it. */
export const IN_CI = !['', '0', 'false'].includes(process.env['CI'] ?? '');
