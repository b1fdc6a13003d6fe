import type { OfflineFile } from '#contract';
import { createContext, useContext } from 'react';

/** The file that the page plays from; null where a server stands behind it. */
export const OfflineContext = createContext<OfflineFile | null>(null);

/** The file that the page plays from by itself, without pages to lead to; null where there is a server. */
export const useOffline = (): OfflineFile | null => useContext(OfflineContext);
