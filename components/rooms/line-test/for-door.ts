// The test of the line for the waiting page, which is no React: one function on the window, fetched by the press.
import { runLineTest } from './run-line-test'

Object.assign(window, { lianxiRunLineTest: runLineTest })
