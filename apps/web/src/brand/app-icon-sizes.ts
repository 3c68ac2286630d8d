/** Pixels. The sizes for Android's home screen and start screen. */
export const APP_ICON_SIZES = [192, 512]
