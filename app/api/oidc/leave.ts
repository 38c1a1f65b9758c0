import { NextResponse } from 'next/server'

/** A redirect that is never kept, to a path of ours or to the provider. */
export const leave = (location: string) =>
  new NextResponse(null, { status: 303, headers: { location, 'cache-control': 'no-store' } })
