// paint
