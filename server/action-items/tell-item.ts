import type { Tx } from '@/db/client'
import type { Actor } from '@/server/access'
import type { HeldItem } from './hold-item'
import type { Deed } from './model'
export async function tellOfStep(_tx: Tx, _a: Actor, _h: HeldItem, _d: Deed, _at: Date, _w = ''): Promise<void> {}
export async function tellOfReport(_tx: Tx, _a: Actor, _h: HeldItem, _at: Date): Promise<void> {}
export async function tellLead(_tx: Tx, _h: HeldItem, _k: string, _d: object, _at: Date): Promise<void> {}
export async function tellRunners(_tx: Tx, _h: HeldItem, _k: string, _d: object, _at: Date): Promise<void> {}
export const tellConvenors = tellRunners
